/** Stands for GettZap: a nut, as spare parts have it, in a rounded square. */
export function GettzapIcon({ size = 40 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 40 40" aria-hidden focusable={false}>
      <rect width="40" height="40" rx="10" fill="#3b5bdb" />
      <path
        d="M20 8.5 29.96 14.25v11.5L20 31.5 10.04 25.75v-11.5Z"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinejoin="round"
      />
      <path d="m21.6 14-5.2 7h3.4l-1.4 5 5.2-7h-3.4Z" fill="#fff" />
    </svg>
  );
}
