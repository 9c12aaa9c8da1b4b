// The renderer's start: look, query client, frame.
import './app/withoutEval.ts';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { I18nProvider } from 'react-aria-components';
import { Frame } from './app/Frame.tsx';
import { startTheme } from './app/theme.ts';
import { EngineLink } from './bridge/EngineLink.tsx';
import { OperationFailure } from './bridge/OperationFailure.ts';
import './ui/tokens.css';
import './ui/base.css';

startTheme();

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // Answers are current until an engine event says otherwise (EngineLink).
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 5 * 60_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (failureCount, error) => error instanceof OperationFailure && error.isTransport && failureCount < 2,
    },
    mutations: { networkMode: 'always' },
  },
});

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <I18nProvider locale="en-AU">
        <EngineLink />
        <Frame />
      </I18nProvider>
    </QueryClientProvider>
  </StrictMode>,
);
