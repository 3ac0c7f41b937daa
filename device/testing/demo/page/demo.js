// Puts the page together. It keeps nothing of the kiosk: whatever comes is shown as it comes.
import { bench, clock } from "./bench.js";
import { countdown, show } from "./screen.js";
import { alarm, voice } from "./sound.js";
import { listen } from "./wire.js";
import { tools } from "./tools.js";

listen({
  show: ({ message, at_s: at }) => show(message, at),
  voice: ({ message }) => voice(message.say),
  alarm: ({ message }) => alarm(message.on),
  bench,
  clock: (now) => {
    clock(now);
    countdown(now.at_s);
  },
  lost: (isLost) => document.body.classList.toggle("lost", isLost),
});
tools();
