// Where there is a screen, and what opens the browser on each system.
import { expect, test } from 'vitest';
import { hasScreen, openerCommand } from '../../src/host/openBrowser.ts';

test.each([
  ['linux', {}, false],
  ['linux', { DISPLAY: '' }, false],
  ['linux', { DISPLAY: ':0' }, true],
  ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, true],
  ['darwin', {}, true],
  ['win32', {}, true],
] as const)('%s %j has a screen: %s', (platform, env, expected) => {
  expect(hasScreen({ platform, env })).toBe(expected);
});

test.each([
  ['linux', 'xdg-open'],
  ['darwin', 'open'],
  ['win32', 'rundll32'],
] as const)('%s opens with %s, the address as one argument', (platform, command) => {
  const [name, args] = openerCommand(platform, 'http://127.0.0.1:1/start?token=a&b');
  expect(name).toBe(command);
  expect(args.at(-1)).toBe('http://127.0.0.1:1/start?token=a&b');
});
