// Functions that stay the same objects from one drawing to the next and always do what the last drawing meant.
import { useLayoutEffect, useRef, useState } from 'react';

type Functions = Readonly<Record<string, (...args: never[]) => void>>;

/** `latest` names the same functions every time. For handlers of rows that are drawn again only when their data changed. */
export function useSteady<F extends Functions>(latest: F): F {
  const current = useRef(latest);
  useLayoutEffect(() => {
    current.current = latest;
  });
  const [steady] = useState(
    () => Object.fromEntries(Object.keys(latest).map((name) => [name, (...args: never[]) => current.current[name]?.(...args)])) as unknown as F,
  );
  return steady;
}
