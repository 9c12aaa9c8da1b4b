// The demo's extract of the national register in the engine's spelling.
import type { ClientRecord } from '../engine/ports/records.ts';
import { demoRegister } from '../simulators/demo-company/demoRegister.ts';

const orNull = (text: string): string | null => (text === '' ? null : text);

export const demoRegisterEntries = (): readonly ClientRecord[] =>
  demoRegister.map((row) => ({
    rtoCode: row.rto_code,
    legalName: row.legal_name,
    tradingName: orNull(row.trading_name),
    abn: orNull(row.abn),
    acn: orNull(row.acn),
    ceoGiven: orNull(row.ceo_given),
    ceoFamily: orNull(row.ceo_family),
    website: orNull(row.website),
    entityType: orNull(row.entity_type),
    phone: orNull(row.phone),
    address: orNull(row.address),
  }));
