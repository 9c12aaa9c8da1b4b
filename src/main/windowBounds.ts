// Where the window stood last time, as long as that place is still on a screen.
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';

const windowBounds = z.object({
  /** null: the system chooses. */
  position: z.object({ x: z.int(), y: z.int() }).nullable(),
  width: z.int().min(400),
  height: z.int().min(300),
  isMaximized: z.boolean(),
});
export type WindowBounds = z.infer<typeof windowBounds>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const firstBounds: WindowBounds = { position: null, width: 1360, height: 860, isMaximized: false };

/** Enough of the title bar to take hold of must be on a screen that is there now; else the system chooses the place. */
export const fitToScreens = (bounds: WindowBounds, screens: readonly Area[]): WindowBounds => {
  if (bounds.position === null) return bounds;
  const { x, y } = bounds.position;
  const isReachable = screens.some(
    (screen) => x + bounds.width > screen.x + 80 && x < screen.x + screen.width - 80 && y >= screen.y && y < screen.y + screen.height - 40,
  );
  return isReachable ? bounds : { ...bounds, position: null };
};

/** The file is a convenience: unreadable or gone, the window opens at its first size. */
export const readWindowBounds = (file: string, screens: readonly Area[]): WindowBounds => {
  try {
    return fitToScreens(windowBounds.parse(JSON.parse(readFileSync(file, 'utf8'))), screens);
  } catch {
    return firstBounds;
  }
};

export const saveWindowBounds = (file: string, bounds: WindowBounds): void => {
  try {
    writeFileSync(file, JSON.stringify(bounds));
  } catch {
    // A full disk must not keep the window from closing.
  }
};
