import { type ComponentProps, type MouseEvent, useState } from 'react';

const swallow = (event: MouseEvent) => {
  event.preventDefault();
  event.stopPropagation();
};

/** What was clicked last. */
let clicked: EventTarget | undefined;

/** The second click of a double one whose first was on something else, into whose place this came: nobody aimed at it. */
function isStray({ detail: clicks, currentTarget }: MouseEvent): boolean {
  const isSecond = clicks > 1;
  if (!isSecond) clicked = currentTarget;
  return isSecond && clicked !== currentTarget;
}

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
      onClick={(event) => {
        if (isKept || isStray(event)) swallow(event);
        else onClick?.(event);
      }}
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
