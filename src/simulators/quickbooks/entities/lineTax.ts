// The tax side of lines: which rates a tax code applies on sales or purchases, and how a document shows them.
import type { Company } from '../company.ts';
import type { AppliedRate, DocumentTax, TaxMode } from '../documentTax.ts';
import { businessValidation, invalidEnumeration, invalidReference } from '../faults.ts';
import { objectProperty, objectsProperty, referenceId, textProperty } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { amountOfCents, centsOfAmount } from '../money.ts';
import { referenced } from './checks.ts';

export type TaxSide = 'sales' | 'purchase';

export function taxModeOf(company: Company, input: JsonObject): TaxMode {
  const given = textProperty(input, 'GlobalTaxCalculation');
  if (!company.settings.gstEnabled) return 'NotApplicable';
  if (given === undefined) return 'TaxExcluded';
  if (given === 'TaxExcluded' || given === 'TaxInclusive' || given === 'NotApplicable') return given;
  throw invalidEnumeration('GlobalTaxCalculation', given);
}

/** Basis points of a TaxRate record: RateValue 10 is 1000. */
function rateBasisPoints(company: Company, taxRateId: string): number {
  const rate = company.store.get('TaxRate', taxRateId);
  const hundredths = centsOfAmount(rate?.body['RateValue'] ?? 0);
  return typeof hundredths === 'number' ? hundredths : 0;
}

/**
 * The rates that a line's tax code applies on this side. Tax codes can be one-sided: a code without rates on this
 * side is refused with 6000, and so is a line without a code in a company with GST.
 */
export function lineRates(company: Company, detail: JsonObject, mode: TaxMode, side: TaxSide): AppliedRate[] {
  const code = referenced(company, 'TaxCode', detail, 'TaxCodeRef');
  if (mode === 'NotApplicable') return [];
  if (code === undefined) {
    throw businessValidation('Make sure all your transactions have a GST rate before you save.');
  }
  const list = objectProperty(code.body, side === 'sales' ? 'SalesTaxRateList' : 'PurchaseTaxRateList');
  const rates = objectsProperty(list, 'TaxRateDetail').map((rate) => referenceId(rate, 'TaxRateRef') ?? '');
  if (rates.length === 0) {
    const name = textProperty(code.body, 'Name') ?? code.id;
    throw businessValidation(`The tax code ${name} can't be used for ${side} transactions. Choose another tax code.`);
  }
  return rates.map((taxRateId) => ({ taxRateId, rateBasisPoints: rateBasisPoints(company, taxRateId) }));
}

/** The pinned amounts of `TxnTaxDetail.TaxLine`, by tax rate. TotalTax alone pins nothing. */
export function pinnedTax(company: Company, input: JsonObject): Map<string, number> {
  const pinned = new Map<string, number>();
  for (const line of objectsProperty(objectProperty(input, 'TxnTaxDetail'), 'TaxLine')) {
    const taxRateId = referenceId(objectProperty(line, 'TaxLineDetail') ?? {}, 'TaxRateRef');
    const cents = centsOfAmount(line['Amount']);
    if (taxRateId === undefined || typeof cents !== 'number') continue;
    if (company.store.get('TaxRate', taxRateId) === undefined) {
      throw invalidReference('TaxRates', taxRateId, 'TaxRateRef');
    }
    pinned.set(taxRateId, (pinned.get(taxRateId) ?? 0) + cents);
  }
  return pinned;
}

/** `TxnTaxDetail` as it reads back. */
export function taxDetail(tax: DocumentTax): JsonObject {
  const lines = tax.taxLines.map((line) => ({
    Amount: amountOfCents(line.amountCents),
    DetailType: 'TaxLineDetail',
    TaxLineDetail: {
      TaxRateRef: { value: line.taxRateId },
      PercentBased: true,
      TaxPercent: amountOfCents(line.rateBasisPoints),
      NetAmountTaxable: amountOfCents(line.netTaxableCents),
    },
  }));
  const total = amountOfCents(tax.taxCents);
  return lines.length === 0 ? { TotalTax: total } : { TotalTax: total, TaxLine: lines };
}
