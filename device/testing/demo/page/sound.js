// Voice and alarm: seen under the screen, and heard where the browser allows it.
// A browser lets a page sound only after somebody has pressed something on it.

const BEEP_HZ = 880;
const BEEP_MS = 700;

const said = document.getElementById("said");
const lamp = document.getElementById("lamp");
const button = document.getElementById("sound");
let audible = true;
let alarming = false;
let audio = null;

button.addEventListener("click", () => {
  audible = !audible;
  button.setAttribute("aria-pressed", String(audible));
  if (!audible) window.speechSynthesis?.cancel();
});

export function voice(words) {
  said.textContent = words;
  said.classList.remove("fresh");
  void said.offsetWidth; // begins the animation again
  said.classList.add("fresh");
  if (audible && window.speechSynthesis && navigator.userActivation?.hasBeenActive) {
    const speech = new SpeechSynthesisUtterance(words);
    speech.lang = "ja-JP";
    window.speechSynthesis.speak(speech);
  }
}

export function alarm(on) {
  alarming = on;
  lamp.classList.toggle("on", on);
  lamp.setAttribute("aria-label", on ? "警報が鳴っています" : "警報は止まっています");
}

setInterval(() => {
  if (!alarming || !audible || !navigator.userActivation?.hasBeenActive) return;
  audio ??= new AudioContext();
  const tone = audio.createOscillator();
  const level = audio.createGain();
  level.gain.value = 0.05;
  tone.frequency.value = BEEP_HZ;
  tone.connect(level).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.3);
}, BEEP_MS);
