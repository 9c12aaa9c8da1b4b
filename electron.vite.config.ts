// Builds the program: both shells and their threads (out/main), the preload script (CommonJS, for the sandbox), the console.
import path from 'node:path';
import { defineConfig } from 'electron-vite';
import react from '@vitejs/plugin-react';

const target = 'node24.14';

export default defineConfig({
  main: {
    build: {
      target,
      externalizeDeps: true,
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          host: 'src/host/index.ts',
          engineThread: 'src/shell/engineThread.ts',
          backupThread: 'src/shell/backupThread.ts',
          simulatorThread: 'src/shell/simulatorThread.ts',
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      target,
      rolldownOptions: { input: { index: 'src/preload/index.ts' }, output: { format: 'cjs', entryFileNames: '[name].cjs' } },
    },
  },
  renderer: {
    root: 'src/renderer',
    base: '/',
    // Why: in the file itself.
    resolve: { alias: [{ find: /^fflate$/, replacement: path.resolve('src/renderer/app/export/zipInThread.ts') }] },
    worker: { format: 'es' },
    plugins: [react()],
    build: { target: 'chrome140', minify: true, rolldownOptions: { input: 'src/renderer/index.html' } },
  },
});
