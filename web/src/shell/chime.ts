/** Two soft notes, in hertz, and when each begins, in seconds. */
const NOTES = [
  { pitch: 880, at: 0 },
  { pitch: 1_174.66, at: 0.12 },
];
const LENGTH_S = 0.35;
const GESTURES = ['pointerdown', 'keydown'] as const;

/** Where the browser keeps whether the person wants to hear it. */
export const SOUND_KEY = 'partsdesk-sound';

let audio: AudioContext | undefined;

/** Of all tabs only one is heard. */
const LOCK = 'partsdesk-chime';
/** For so long another tab, which hears of the same order a little later, stays silent. */
const HEARD_MS = 1_500;

export function isSoundOn(): boolean {
  return localStorage.getItem(SOUND_KEY) === 'true';
}

/** A page that was loaded anew is heard only after a click or a key. */
export function isSilenced(): boolean {
  return audio !== undefined && audio.state !== 'running';
}

/** The sound of a new order in one of the tabs that may be heard. */
export function chimeOnce(): void {
  if (isSilenced()) return;
  // Without https there are no locks.
  if (!('locks' in navigator)) return playChime();
  void navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    playChime();
    await new Promise((resolve) => setTimeout(resolve, HEARD_MS));
  });
}

/** Makes ready to be heard, at once or with the next click or key. @returns how to stop. @param tell called when that may have changed */
export function prepareChime(tell: () => void): () => void {
  audio ??= new AudioContext();
  const context = audio;
  const unlock = () => void context.resume();
  context.addEventListener('statechange', tell);
  for (const gesture of GESTURES) addEventListener(gesture, unlock);
  return () => {
    context.removeEventListener('statechange', tell);
    for (const gesture of GESTURES) removeEventListener(gesture, unlock);
  };
}

/** The sound itself, made by the browser. */
export function playChime(): void {
  audio ??= new AudioContext();
  for (const { pitch, at } of NOTES) {
    const begin = audio.currentTime + at;
    const tone = audio.createOscillator();
    const volume = audio.createGain();
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.15, begin);
    volume.gain.exponentialRampToValueAtTime(0.001, begin + LENGTH_S);
    tone.connect(volume).connect(audio.destination);
    tone.start(begin);
    tone.stop(begin + LENGTH_S);
  }
}
