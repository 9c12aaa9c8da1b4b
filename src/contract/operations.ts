// The one list of operations: every act and every question of the program, by name.
import type { z } from 'zod';
import { activityOperations } from './activity.ts';
import { backupOperations } from './backups.ts';
import { billingOperations } from './billing.ts';
import { documentOperations } from './documents.ts';
import { driftOperations } from './drift.ts';
import { clientOperations } from './clients.ts';
import { fraudWarningOperations } from './fraudWarnings.ts';
import { exportOperations } from './exports.ts';
import { disputeOperations } from './disputes.ts';
import { invoiceOperations } from './invoices.ts';
import { ledgerOperations } from './ledger.ts';
import { pushOperations } from './push.ts';
import { quickBooksOperations } from './quickBooks.ts';
import { refundOperations } from './refunds.ts';
import { registerOperations } from './register.ts';
import { revenueOperations } from './revenue.ts';
import { rebuildOperations } from './rebuild.ts';
import { reconcileOperations } from './reconcile.ts';
import { settingsOperations } from './settings.ts';
import { setupOperations } from './setup.ts';
import { testToolOperations } from './testTools.ts';
import { statusOperations } from './status.ts';
import { webhookOperations } from './webhook.ts';
import { viewOperations } from './views.ts';
import { stripeWriteOperations } from './stripeWrites.ts';
import { subscriptionOperations } from './subscriptions.ts';

export const operations = {
  ...statusOperations,
  ...webhookOperations,
  ...invoiceOperations,
  ...pushOperations,
  ...refundOperations,
  ...disputeOperations,
  ...fraudWarningOperations,
  ...quickBooksOperations,
  ...ledgerOperations,
  ...activityOperations,
  ...reconcileOperations,
  ...settingsOperations,
  ...setupOperations,
  ...backupOperations,
  ...rebuildOperations,
  ...testToolOperations,
  ...billingOperations,
  ...documentOperations,
  ...driftOperations,
  ...clientOperations,
  ...registerOperations,
  ...revenueOperations,
  ...exportOperations,
  ...viewOperations,
  ...stripeWriteOperations,
  ...subscriptionOperations,
};

export type OperationName = keyof typeof operations;
export const operationNames = Object.keys(operations) as OperationName[];

/** What a caller may send (defaults left out). */
export type OperationInput<N extends OperationName> = z.input<(typeof operations)[N]['input']>;
/** What a handler receives (defaults filled in). */
export type OperationParsedInput<N extends OperationName> = z.output<(typeof operations)[N]['input']>;
export type OperationOutput<N extends OperationName> = z.output<(typeof operations)[N]['output']>;
