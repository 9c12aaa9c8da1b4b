// The operations on QuickBooks documents other than invoices.
import { AppError } from '../../contract/errors.ts';
import type { OperationOutput } from '../../contract/operations.ts';
import { documentSteps, roleTitles, rolesOf } from '../../domain/push/documentSteps.ts';
import type { EngineContext } from '../context.ts';
import type { Handlers } from '../handle.ts';
import { attemptView } from '../queries/pushAttemptView.ts';
import { abandonDocument, approveDocuments, retryDocuments, withdrawDocumentApprovals } from './decideDocument.ts';
import { recipeOf } from './planDocument.ts';
import { previewDocument } from './previewDocument.ts';

type DocumentHandlers = Pick<Handlers, 'documents.list' | 'documents.get' | 'documents.preview' | 'documents.counts' | 'documents.approve' | 'documents.withdraw' | 'documents.retry' | 'documents.abandon'>;

export function documentHandlers(context: EngineContext): DocumentHandlers {
  return {
    'documents.list': (input) => context.store.reads.documents.page(input),
    'documents.get': (input) => documentStory(context, input.documentId),
    'documents.preview': (input) => previewDocument(context, input),
    'documents.counts': () => context.store.reads.documents.counts(),
    'documents.approve': (input) => approveDocuments(context, input),
    'documents.withdraw': (input) => withdrawDocumentApprovals(context, input),
    'documents.retry': (input) => retryDocuments(context, input),
    'documents.abandon': (input) => abandonDocument(context, input),
  };
}

function documentStory(context: EngineContext, documentId: number): OperationOutput<'documents.get'> {
  const { documents, push, reads } = context.store;
  const record = documents.get(documentId);
  const row = reads.documents.row(documentId);
  if (record === undefined || row === undefined) throw new AppError('NOT_FOUND', `document ${documentId}`);
  const recipe = recipeOf(record, context.profile());
  const parts = documents.parts(documentId);
  return {
    document: row,
    parts: rolesOf[recipe].flatMap((role) => {
      const part = parts.find((one) => one.role === role);
      return part === undefined ? [] : [{ title: roleTitles[role], quickBooksId: part.qbId, number: part.docNumber, verifiedAt: part.verifiedAt }];
    }),
    attempts: push.documentAttempts(documentId).map((attempt) => attemptView({ ...attempt, steps: push.steps(attempt.id) }, documentSteps(recipe))),
  };
}
