// The reads of the store: each question of the screens answered from one open database.
import type Database from 'better-sqlite3';
import type { CachedEntity } from '../../../engine/ports/records.ts';
import type { StoreReads } from '../../../engine/ports/storeReads.ts';
import { activityPage, canaryRows } from './activityPage.ts';
import { clientReads } from './clientReads.ts';
import { billingClient, billingInvoices, billingInvoicesOf, billingOrg, billingSubscription } from './billingReads.ts';
import { documentCounts, documentRow, documentsPage } from './documentsPage.ts';
import { fraudWarningReads } from './fraudWarningReads.ts';
import { gstAccrual, gstAccruals, receivedByMonth } from './gstReads.ts';
import { invoicesPage } from './invoicesPage.ts';
import { foldInvoiceTotals } from './invoiceTotals.ts';
import { invoiceStory } from './invoiceStory.ts';
import { ledgerPage } from './ledgerPage.ts';
import { foldLedgerTotals } from './ledgerTotals.ts';
import { badges, overviewRows, queueCounts } from './overviewReads.ts';
import { readLimits, type ReadLimits } from './readLimits.ts';
import { refundReads } from './refundReads.ts';
import { makeStatements } from './statements.ts';

/** `limits` other than the measured ones are for tests, so that a small database takes every way. */
export function makeReads(db: Database.Database, limits: ReadLimits = readLimits): StoreReads {
  const statements = makeStatements(db, limits);
  return {
    ...refundReads(statements),
    clients: clientReads(statements),
    foldTotals: () => {
      foldInvoiceTotals(statements);
      foldLedgerTotals(statements);
    },
    invoicesPage: (question) => invoicesPage(statements, question),
    invoiceStory: (invoiceId) => invoiceStory(statements, invoiceId),
    ledgerPage: (question) => ledgerPage(statements, question),
    gstAccruals: (homeCurrency) => gstAccruals(statements, homeCurrency),
    gstAccrual: (quarter) => gstAccrual(statements, quarter),
    activityPage: (question) => activityPage(statements, question),
    canaryRows: () => canaryRows(statements),
    overview: (homeCurrency) => overviewRows(statements, homeCurrency),
    receivedByMonth: (homeCurrency, fromDate) => receivedByMonth(statements, homeCurrency, fromDate),
    documents: {
      page: (question) => documentsPage(statements, question),
      row: (documentId) => documentRow(statements, documentId),
      counts: () => documentCounts(statements),
    },
    fraudWarnings: fraudWarningReads(statements),
    badges: () => badges(statements),
    queueCounts: () => queueCounts(statements),
    entityCache: () =>
      statements.all<CachedEntity>(
        `SELECT cached.kind, cached.qb_id AS qbId, cached.name, cached.detail, cached.fetched_at AS fetchedAt
         FROM qb_connection AS connection JOIN qb_entity_cache AS cached ON cached.realm_id = connection.realm_id
         ORDER BY cached.kind`,
      ),
    billingOrg: (orgId) => billingOrg(statements, orgId),
    billingSubscription: (orgId) => billingSubscription(statements, orgId),
    billingInvoices: (limit, qbStatuses) => billingInvoices(statements, limit, qbStatuses),
    billingInvoicesOf: (orgId, limit) => billingInvoicesOf(statements, orgId, limit),
    billingClient: (rtoCode) => billingClient(statements, rtoCode),
  };
}
