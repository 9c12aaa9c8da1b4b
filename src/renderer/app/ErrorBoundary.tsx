// A screen that fails to draw says so and can be tried again; the frame around it stays.
import { Component, type ReactNode } from 'react';
import { toOperationError } from '../bridge/OperationFailure.ts';
import { ErrorNote } from '../ui/ErrorNote.tsx';

interface Props {
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { readonly thrown: unknown }> {
  override state = { thrown: null };

  static getDerivedStateFromError(thrown: unknown): { readonly thrown: unknown } {
    return { thrown };
  }

  override render(): ReactNode {
    if (this.state.thrown === null) return this.props.children;
    return <ErrorNote error={toOperationError(this.state.thrown)} onRetry={() => this.setState({ thrown: null })} />;
  }
}
