// The redirect address for Intuit's Development keys, which alone may use a loopback one.
export const developmentRedirectUri = 'http://localhost:8787/api/integrations/quickbooks/callback';
