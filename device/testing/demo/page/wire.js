// The two directions: server-sent events in, small JSON posts out.

const KINDS = ["show", "voice", "alarm", "bench", "clock"];

export function listen(hear) {
  const events = new EventSource("/events");
  for (const kind of KINDS) {
    events.addEventListener(kind, (event) => hear[kind](JSON.parse(event.data)));
  }
  events.addEventListener("open", () => hear.lost(false));
  events.addEventListener("error", () => hear.lost(true)); // it comes again by itself
}

// What went wrong, in the kiosk's words; empty when it was done.
export async function post(path, body) {
  try {
    const answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return answer.ok ? "" : (await answer.json()).error;
  } catch {
    return "the demo does not answer";
  }
}
