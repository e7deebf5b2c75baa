import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Every pair of tokens in use: text on ground (4.5) and marks, field borders and focus on ground (3). */
const text: [string, string[]][] = [
  ['--ink', ['--paper', '--surface', '--raised', '--calm-soft', '--accent-soft', '--urgent-soft', '--soon-soft', '--good-soft']],
  ['--ink-2', ['--paper', '--surface', '--raised', '--calm-soft', '--accent-soft', '--urgent-soft', '--soon-soft', '--good-soft']],
  ['--ink-3', ['--paper', '--surface', '--raised']],
  ['--accent', ['--paper', '--surface', '--raised', '--accent-soft']],
  ['--urgent', ['--paper', '--surface', '--raised', '--urgent-soft']],
  ['--soon', ['--paper', '--surface', '--raised', '--soon-soft']],
  ['--good', ['--paper', '--surface', '--raised', '--good-soft']],
  ['--accent-ink', ['--accent']],
  ['--urgent-ink', ['--urgent']],
  ['--good-ink', ['--good']],
];
const marks: [string, string[]][] = [['--line-field', ['--paper', '--surface', '--raised']]];

const css = readFileSync('src/kit/tokens.css', 'utf8');
const block = (start: string) => {
  const from = css.indexOf(start);
  return Object.fromEntries([...css.slice(from, css.indexOf('}', from)).matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/g)].map((m) => [m[1], m[2]]));
};
const light = block(':root {');
const dark = { ...light, ...block(":root[data-theme='dark'] {") };

function luminance(hex: string): number {
  const part = (at: number) => {
    const c = parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (hi + 0.05) / (lo + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('%s theme', (_name, theme) => {
  const pairs = [
    ...text.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground, 4.5] as const)),
    ...marks.flatMap(([ink, grounds]) => grounds.map((ground) => [ink, ground, 3] as const)),
  ];
  it.each(pairs)('%s on %s reaches %d', (ink, ground, least) => {
    expect(theme[ink], ink).toBeDefined();
    expect(theme[ground], ground).toBeDefined();
    expect(contrast(theme[ink]!, theme[ground]!)).toBeGreaterThanOrEqual(least);
  });
});
