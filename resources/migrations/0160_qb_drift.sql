-- Why: what was pushed may be edited, voided, deleted, merged or renamed in QuickBooks afterwards; each such change is kept until a person accepts it or has it restored.

-- One row for each QuickBooks object that differed at some time; its present facts, and what was decided about exactly these.
CREATE TABLE qb_drift (
  id           INTEGER PRIMARY KEY,
  realm_id     TEXT NOT NULL,
  entity       TEXT NOT NULL,
  qb_id        TEXT NOT NULL,
  invoice_id   INTEGER REFERENCES billing_invoices (id),
  document_id  INTEGER REFERENCES qb_documents (id),
  -- invoice, payment, customer, or the role of a document's part
  role         TEXT NOT NULL,
  -- edited, voided, deleted, relinked, renamed, deactivated, merged
  kind         TEXT NOT NULL,
  -- open, accepted, restoring, restored, resolved
  state        TEXT NOT NULL,
  sync_token   TEXT,
  -- Of kind and differences: the same facts are not raised twice.
  facts_hash   TEXT NOT NULL,
  -- JSON: [{label, pushed, found, stripe, differs}]
  fields       TEXT NOT NULL,
  -- QuickBooks' id or name that was found in the place of ours, where accepting needs it.
  found_value  TEXT,
  reason       TEXT,
  error        TEXT,
  request_id   TEXT,
  found_at     TEXT NOT NULL,
  decided_at   TEXT,
  row_version  INTEGER NOT NULL DEFAULT 1,
  updated_at   TEXT NOT NULL,
  UNIQUE (realm_id, entity, qb_id),
  CHECK (state <> 'accepted' OR (reason IS NOT NULL AND decided_at IS NOT NULL))
) STRICT;
CREATE INDEX qb_drift_by_invoice ON qb_drift (invoice_id) WHERE state IN ('open', 'restoring');
CREATE INDEX qb_drift_by_document ON qb_drift (document_id) WHERE state IN ('open', 'restoring');
CREATE INDEX qb_drift_by_state ON qb_drift (state, found_at, id);

-- The name under which QuickBooks held a customer of ours when it was last looked at or agreed to.
CREATE TABLE qb_customer_names (
  realm_id     TEXT NOT NULL,
  qb_id        TEXT NOT NULL,
  display_name TEXT NOT NULL,
  PRIMARY KEY (realm_id, qb_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX billing_invoices_by_qb_invoice ON billing_invoices (qb_invoice_id) WHERE qb_invoice_id IS NOT NULL;
CREATE INDEX billing_invoices_by_qb_payment ON billing_invoices (qb_payment_id) WHERE qb_payment_id IS NOT NULL;
CREATE INDEX billing_invoices_by_qb_customer ON billing_invoices (qb_customer_id) WHERE qb_customer_id IS NOT NULL;
CREATE INDEX qb_document_parts_by_qb_id ON qb_document_parts (qb_id) WHERE qb_id IS NOT NULL;
