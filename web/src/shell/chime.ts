/** Two soft notes, in hertz, and when each begins, in seconds. */
const NOTES = [
  { pitch: 880, at: 0 },
  { pitch: 1_174.66, at: 0.12 },
];
const LENGTH_S = 0.35;

let audio: AudioContext | undefined;

/** The sound of a new order, made by the browser itself. */
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
