// Where QuickBooks' sign-in window may go, and which address is its way back.
/** The address registered with Intuit, whatever parameters it comes back with. */
export const isRedirect = (address: string, redirectUri: string): boolean => {
  const url = URL.parse(address);
  const target = new URL(redirectUri);
  return url !== null && url.origin === target.origin && url.pathname === target.pathname;
};

/** Intuit spreads its sign-in over several of its own hosts. */
export const isSignInPage = (address: string, signInOrigin: string): boolean => {
  const url = URL.parse(address);
  if (url === null) return false;
  if (url.origin === signInOrigin) return true;
  return signInOrigin.endsWith('.intuit.com') && url.protocol === 'https:' && (url.hostname === 'intuit.com' || url.hostname.endsWith('.intuit.com'));
};
