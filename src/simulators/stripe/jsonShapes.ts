// Plain JSON, and what most of Stripe's objects have in common.

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };
export type Metadata = { [key: string]: string };

export type List<T> = { object: 'list'; data: T[]; has_more: boolean; url: string };

export type Base<Name extends string> = { id: string; object: Name; created: number; livemode: boolean };

export type Address = {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
};
