// npm run dev: the browser console from its sources; rebuilds the pages and restarts the host when something changes.
import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { nodeBinary, root } from './prepare.mjs';

const args = process.argv.slice(2);
let host;
let timer;

const startHost = () => {
  const flags = args.includes('--port') ? args : ['--port', '4800', ...args];
  host = spawn(nodeBinary(), [path.join(root, 'src', 'host', 'index.ts'), ...flags], { cwd: root, stdio: 'inherit' });
};

/** Changes come in bursts; the host lets go of its port and its data before the next one begins. */
const restartSoon = () => {
  clearTimeout(timer);
  timer = setTimeout(() => {
    const old = host;
    if (old === undefined || old.exitCode !== null) return startHost();
    old.once('exit', startHost);
    old.kill('SIGTERM');
  }, 300);
};

const pages = await build({
  root: path.join(root, 'src', 'renderer'),
  base: '/',
  plugins: [react()],
  build: { outDir: path.join(root, 'out', 'renderer'), emptyOutDir: true, minify: false, watch: {} },
  logLevel: 'warn',
});
pages.on('event', ({ code }) => {
  if (code === 'END') restartSoon();
});
watch(path.join(root, 'src'), { recursive: true }, (_event, file) => {
  if (file !== null && !file.startsWith('renderer')) restartSoon();
});
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    clearTimeout(timer);
    host?.once('exit', () => process.exit(0));
    if (host?.kill('SIGTERM') !== true) process.exit(0);
  });
}
