// The job that pushes one document.
import type { EngineContext } from '../context.ts';

export const documentJobKey = (documentId: number): string => `push document ${documentId}`;

export function enqueueDocument(context: EngineContext, documentId: number): void {
  context.store.jobs.enqueue({ kind: 'push.document', uniqueKey: documentJobKey(documentId), lane: 'quickbooks', input: { documentId } });
}
