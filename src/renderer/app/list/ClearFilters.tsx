// The button that takes every filter off a list, in the bar and where nothing matches.
import type { ReactElement } from 'react';
import { Button } from '../../ui/Button.tsx';

export function ClearFilters({ onPress }: { readonly onPress: () => void }): ReactElement {
  return (
    <Button size="s" variant="quiet" onPress={onPress}>
      Clear filters
    </Button>
  );
}
