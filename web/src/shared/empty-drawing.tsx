import classes from './empty-drawing.module.css';

/** An empty tray between faint sheets: what an empty panel shows in place of rows. */
export function EmptyDrawing() {
  return (
    <svg viewBox="0 0 240 140" width={240} height={140} fill="none" aria-hidden className={classes.drawing}>
      <ellipse cx="120" cy="126" rx="96" ry="8" className={classes.shade} />
      <rect x="62" y="14" width="92" height="64" rx="8" transform="rotate(-6 108 46)" className={classes.sheet} />
      <rect x="84" y="20" width="92" height="64" rx="8" transform="rotate(5 130 52)" className={classes.sheet} />
      <path d="M101 40h44M101 52h58M101 64h32" transform="rotate(5 130 52)" className={classes.line} />
      <path
        d="M40 76h42c4 0 7 3 8 7l2 7c1 4 4 6 8 6h40c4 0 7-2 8-6l2-7c1-4 4-7 8-7h42l8 26c2 8-3 18-14 18H46c-11 0-16-10-14-18z"
        className={classes.tray}
      />
    </svg>
  );
}
