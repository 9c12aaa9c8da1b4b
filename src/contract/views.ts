// Saved views: a list's filters, sort and columns under a name of the user's own.
import { z } from 'zod';
import { command, query } from './operation.ts';

const tableId = z.string().min(1).max(60);

export const savedView = z.object({
  id: z.int().positive(),
  name: z.string().trim().min(1).max(80),
  /** The address's parameters, as the screen spells them: `status=paid&sort=total%3Adesc`. */
  params: z.string().max(2000),
  /** Shown columns; null: those the list shows by itself. */
  columns: z.array(z.string().max(60)).max(60).nullable(),
});
export type SavedView = z.infer<typeof savedView>;

export const viewOperations = {
  'views.list': query(z.object({ tableId }), z.object({ views: z.array(savedView) })),
  /** A name that is taken on this list is given to the new view. */
  'views.save': command(savedView.omit({ id: true }).extend({ tableId }), savedView),
  'views.remove': command(z.object({ id: z.int().positive() }), z.object({ removed: z.boolean() })),
};
