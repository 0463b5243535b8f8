/** Pixels; the browser shows it at 16 or 32. */
const SIZE = 64;
const HEIGHT = 42;
const WIDTHS = [HEIGHT, HEIGHT, 54, SIZE];
const RADIUS = 12;
/** A gap around it, so that it stands out on the icon whatever the tab's colour. */
const GAP = 5;
const URGENT = { ground: '#c92a2a', ink: '#ffffff' };
const CALM = { ground: '#ffd43b', ink: '#000000' };

const link = document.querySelector<HTMLLinkElement>('link[rel="icon"]')!;
const plain = { href: link.href, type: link.type };
let shown = '';

/** Puts a badge on the tab's icon. @param sign up to three letters; "" = takes the badge away */
export async function drawTabIcon(sign: string, isUrgent: boolean): Promise<void> {
  const wanted = `${sign} ${isUrgent}`;
  if (wanted === shown) return;
  shown = wanted;
  if (!sign) {
    Object.assign(link, plain);
    return;
  }
  const icon = new Image(SIZE, SIZE);
  icon.src = plain.href;
  await icon.decode();
  // Meanwhile it may be another one.
  if (wanted === shown) Object.assign(link, { href: drawn(icon, sign, isUrgent), type: 'image/png' });
}

function drawn(icon: HTMLImageElement, sign: string, isUrgent: boolean): string {
  const canvas = Object.assign(document.createElement('canvas'), { width: SIZE, height: SIZE });
  const pen = canvas.getContext('2d')!;
  const { ground, ink } = isUrgent ? URGENT : CALM;
  const width = WIDTHS[sign.length]!;
  const [left, top] = [SIZE - width, SIZE - HEIGHT];
  const plate = (by: number) => {
    pen.beginPath();
    pen.roundRect(left - by, top - by, width + 2 * by, HEIGHT + 2 * by, RADIUS + by);
    pen.fill();
  };
  pen.drawImage(icon, 0, 0, SIZE, SIZE);
  pen.globalCompositeOperation = 'destination-out';
  plate(GAP);
  pen.globalCompositeOperation = 'source-over';
  pen.fillStyle = ground;
  plate(0);
  pen.fillStyle = ink;
  pen.font = `800 ${sign.length > 2 ? 30 : 40}px Onest, sans-serif`;
  pen.textAlign = 'center';
  pen.textBaseline = 'alphabetic';
  const { actualBoundingBoxAscent: ascent } = pen.measureText(sign);
  pen.fillText(sign, left + width / 2, top + (HEIGHT + ascent) / 2, width - 4);
  return canvas.toDataURL();
}
