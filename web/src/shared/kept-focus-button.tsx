import { type ComponentProps, type MouseEvent, useState } from 'react';

const swallow = (event: MouseEvent) => {
  event.preventDefault();
  event.stopPropagation();
};

/**
 * What all buttons are made of. One that is disabled while it has the focus, say since it is busy, keeps it until it is left, and does
 * nothing: browsers take the focus from what is disabled and give it to nothing else.
 */
export function KeptFocusButton(props: ComponentProps<'button'>) {
  const { type = 'button', disabled = false, onClick, onFocus, onBlur, ...rest } = props;
  const [hasFocus, setHasFocus] = useState(false);
  const isKept = disabled && hasFocus;
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled && !isKept}
      {...(isKept && { 'aria-disabled': true })}
      onClick={isKept ? swallow : onClick}
      onFocus={(event) => {
        setHasFocus(true);
        onFocus?.(event);
      }}
      onBlur={(event) => {
        setHasFocus(false);
        onBlur?.(event);
      }}
    />
  );
}
