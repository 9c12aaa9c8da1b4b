// Opens the console in the person's browser, where there is a screen to show it on.
import { spawn } from 'node:child_process';

export interface ScreenFacts {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** On Linux a screen is one of X11's or Wayland's; elsewhere there always is one. */
export const hasScreen = ({ platform, env }: ScreenFacts): boolean =>
  platform === 'win32' || platform === 'darwin' || Boolean(env['DISPLAY'] ?? '') || Boolean(env['WAYLAND_DISPLAY'] ?? '');

/** The system's own opener and its arguments. */
export const openerCommand = (platform: NodeJS.Platform, address: string): readonly [string, readonly string[]] => {
  if (platform === 'win32') return ['rundll32', ['url.dll,FileProtocolHandler', address]];
  return [platform === 'darwin' ? 'open' : 'xdg-open', [address]];
};

/** Nothing depends on it: the address is printed as well. */
export const openBrowser = (platform: NodeJS.Platform, address: string): void => {
  const [command, args] = openerCommand(platform, address);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.once('error', () => {});
  child.unref();
};
