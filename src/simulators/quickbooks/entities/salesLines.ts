// The lines of a sales document: checked, taxed, and closed with a subtotal line.
import type { Company } from '../company.ts';
import { documentTax } from '../documentTax.ts';
import type { DocumentTax, TaxMode, TaxableLine } from '../documentTax.ts';
import { businessValidation, invalidEnumeration, requiredParameter, tooLong, wrongLineAmount } from '../faults.ts';
import { objectProperty, objectsProperty, present, property, textProperty } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { amountOfCents, isProduct } from '../money.ts';
import { assertKnown, referenceTo, referenced, requiredCents } from './checks.ts';
import { lineRates, pinnedTax } from './lineTax.ts';

export const LINE_PROPERTIES: readonly string[] = `
  Id LineNum Description Amount Received LinkedTxn DetailType CustomField LineEx
  SalesItemLineDetail SubTotalLineDetail DiscountLineDetail DescriptionLineDetail TaxLineDetail
  GroupLineDetail AccountBasedExpenseLineDetail ItemBasedExpenseLineDetail PaymentLineDetail
`
  .trim()
  .split(/\s+/);
const SALES_DETAIL_PROPERTIES: readonly string[] = `
  ItemRef ClassRef UnitPrice RatePercent PriceLevelRef MarkupInfo Qty UOMRef ItemAccountRef
  InventorySiteRef TaxCodeRef TaxClassificationRef CustomExtensions ServiceDate TaxInclusiveAmt
  DiscountRate DiscountAmt SalesItemLineDetailEx
`
  .trim()
  .split(/\s+/);

export interface SalesLines {
  lines: JsonObject[];
  tax: DocumentTax;
}

interface ParsedLine {
  line: JsonObject;
  detail: JsonObject | undefined;
  taxable: TaxableLine | undefined;
}

function parseLine(company: Company, line: JsonObject, mode: TaxMode): ParsedLine | undefined {
  assertKnown('Line', line, LINE_PROPERTIES);
  const type = textProperty(line, 'DetailType');
  if (type === 'SubTotalLineDetail') return undefined;
  const description = textProperty(line, 'Description') ?? '';
  if (description.length > 4000) throw tooLong('Line.Description', 4000, description.length);
  if (type === 'DescriptionOnly') return { line, detail: undefined, taxable: undefined };
  if (type === undefined) throw requiredParameter('Line.DetailType');
  if (type !== 'SalesItemLineDetail') throw invalidEnumeration('Line.DetailType', type);
  const detail = objectProperty(line, 'SalesItemLineDetail') ?? {};
  assertKnown('SalesItemLineDetail', detail, SALES_DETAIL_PROPERTIES);
  const amountCents = requiredCents(line, 'Amount');
  const quantity = property(detail, 'Qty');
  const unitPrice = property(detail, 'UnitPrice');
  if (quantity !== undefined && unitPrice !== undefined && !isProduct(quantity, unitPrice, amountCents)) {
    throw wrongLineAmount();
  }
  const isInclusive = property(detail, 'TaxInclusiveAmt') !== undefined;
  const inclusiveCents = isInclusive ? requiredCents(detail, 'TaxInclusiveAmt') : undefined;
  const taxable = { amountCents, inclusiveCents, rates: lineRates(company, detail, mode, 'sales') };
  return { line, detail: storedDetail(company, detail), taxable };
}

function storedDetail(company: Company, detail: JsonObject): JsonObject {
  const item = referenced(company, 'Item', detail, 'ItemRef') ?? company.store.list('Item')[0];
  if (item === undefined) throw businessValidation('Choose a product or service for this line.');
  if (item.body['Type'] === 'Category') {
    throw businessValidation('An item in this transaction is set up as a category instead of a product or service.');
  }
  const taxCodeId = textProperty(property(detail, 'TaxCodeRef'), 'value');
  return present({
    ItemRef: referenceTo(item),
    ServiceDate: property(detail, 'ServiceDate'),
    UnitPrice: property(detail, 'UnitPrice'),
    Qty: property(detail, 'Qty'),
    ItemAccountRef: property(item.body, 'IncomeAccountRef'),
    TaxCodeRef: taxCodeId === undefined ? undefined : { value: taxCodeId },
  });
}

/** The stored lines and the tax of a sales document, from the lines of a create or of a merged update. */
export function salesLines(company: Company, input: JsonObject, mode: TaxMode): SalesLines {
  const given = objectsProperty(input, 'Line');
  if (given.length === 0) throw requiredParameter('Line');
  const parsed = given.map((line) => parseLine(company, line, mode)).filter((line) => line !== undefined);
  const taxables = parsed.map((entry) => entry.taxable).filter((entry) => entry !== undefined);
  const tax = documentTax(taxables, mode, pinnedTax(company, input), company.settings);
  if (tax.netCents < 0) throw businessValidation('Transaction amount must be 0 or greater.');
  let taxableIndex = 0;
  const lines = parsed.map((entry, index): JsonObject => {
    const head = { Id: String(index + 1), LineNum: index + 1 };
    const description = property(entry.line, 'Description');
    if (entry.taxable === undefined) {
      return present({ ...head, Description: description, DetailType: 'DescriptionOnly', DescriptionLineDetail: {} });
    }
    const net = tax.lineNetCents[taxableIndex] ?? 0;
    taxableIndex += 1;
    const inclusive =
      mode === 'TaxInclusive' && company.settings.keepsTaxInclusiveAmt && entry.taxable.inclusiveCents !== undefined
        ? { TaxInclusiveAmt: amountOfCents(entry.taxable.inclusiveCents) }
        : {};
    return present({
      ...head,
      Description: description,
      Amount: amountOfCents(net),
      DetailType: 'SalesItemLineDetail',
      SalesItemLineDetail: { ...entry.detail, ...inclusive },
    });
  });
  const subtotal = {
    Amount: amountOfCents(tax.netCents),
    DetailType: 'SubTotalLineDetail',
    SubTotalLineDetail: {},
  };
  return { lines: [...lines, subtotal], tax };
}
