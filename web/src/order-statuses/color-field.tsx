import { Box, CheckIcon, ColorInput, ColorSwatch, Group, Input, Text } from '@mantine/core';
import { useId, useState } from 'react';
import { StatusBadge } from '../shared/badges';
import classes from './color-field.module.css';
import { hidingGround } from './color-contrast';
import { text, useTexts } from './texts';

type ColorName =
  Extract<Parameters<typeof text>[0], `colorName.${string}`> extends `colorName.${infer Name}` ? Name : never;

/** Colours that can be told apart and seen on the light and the dark ground. */
const COLORS: Array<[value: string, name: ColorName]> = [
  ['#868e96', 'grey'],
  ['#fa5252', 'red'],
  ['#e64980', 'pink'],
  ['#be4bdb', 'purple'],
  ['#4c6ef5', 'indigo'],
  ['#1c7ed6', 'blue'],
  ['#1098ad', 'cyan'],
  ['#0ca678', 'teal'],
  ['#37b24d', 'green'],
  ['#e8890c', 'orange'],
];

interface Props {
  value: string;
  onChange(color: string): void;
  onBlur?(): void;
  error?: React.ReactNode;
  readOnly: boolean;
  /** What the status is called, to show it in its colour. */
  name: string;
}

/** The colour of a status: one of the usual ones or one's own, with how it looks. */
export function ColorField({ value, onChange, onBlur, error, readOnly, name }: Props) {
  const t = useTexts();
  const id = useId();
  const ground = hidingGround(value);
  // The one that the status has is among those to choose from, whatever it is.
  const [former] = useState(value);
  const isOwn = /^#[0-9a-f]{6}$/i.test(former) && COLORS.every(([color]) => color !== former);
  const colors: typeof COLORS = isOwn ? [[former, 'own'], ...COLORS] : COLORS;
  return (
    <Box>
      <Input.Label htmlFor={id}>{t('color')}</Input.Label>
      <Group gap="xs">
        {!readOnly && (
          <Group gap={6} role="group" aria-label={t('colorChoice')}>
            {colors.map(([color, colorName]) => (
              <ColorSwatch
                key={color}
                component="button"
                type="button"
                color={color}
                size={26}
                className={classes.swatch}
                aria-label={t(`colorName.${colorName}`)}
                aria-pressed={color === value}
                onClick={() => onChange(color)}
              >
                {color === value && <CheckIcon size={12} color="white" />}
              </ColorSwatch>
            ))}
          </Group>
        )}
        <ColorInput
          id={id}
          value={value}
          onChange={onChange}
          onBlur={onBlur}
          error={!!error}
          readOnly={readOnly}
          withEyeDropper={false}
          popoverProps={{ disabled: readOnly }}
          w={130}
        />
        <StatusBadge status={{ name: name || t('colorSample'), color: value }} />
      </Group>
      {error && <Input.Error mt={4}>{error}</Input.Error>}
      {ground && (
        <Text size="xs" c="dimmed" mt={4} role="status">
          {t(ground === 'light' ? 'colorHiddenLight' : 'colorHiddenDark')}
        </Text>
      )}
    </Box>
  );
}
