// The row that the address asks to open; anything that is no row id counts as none.

export function openIdOf(params: URLSearchParams): number | null {
  const text = params.get('open') ?? '';
  return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
