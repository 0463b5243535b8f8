import { Component, type ReactNode } from 'react';
import { PageMissing, PartMissing } from '../shared/later';
import { PageFailed } from '../shared/page-states';

interface Props {
  /** A new place is a new chance. */
  place: string;
  children: ReactNode;
}

/** A page that breaks takes only itself away: menu and header stay. */
export class ErrorBoundary extends Component<Props, { error: Error | null; place: string }> {
  override state = { error: null, place: this.props.place };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  static getDerivedStateFromProps({ place }: Props, state: { error: Error | null; place: string }) {
    return place === state.place ? null : { error: null, place };
  }

  override render() {
    const { error } = this.state;
    if ((error as Error | null) instanceof PartMissing) return <PageMissing />;
    return error ? <PageFailed error={error} onRetry={() => this.setState({ error: null })} /> : this.props.children;
  }
}
