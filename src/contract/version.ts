// The program's version, as package.json has it.
export const appVersion = '0.1.0';
