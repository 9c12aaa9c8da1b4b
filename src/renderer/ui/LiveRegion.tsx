// The page's one polite live region; what is announced stays only for a moment, so that a repeat is read again.
import { useEffect, useState, type ReactElement } from 'react';
import { setAnnouncer } from './announce.ts';

export function LiveRegion(): ReactElement {
  const [text, setText] = useState('');
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    setAnnouncer((next) => {
      clearTimeout(timer);
      setText(next);
      timer = setTimeout(() => setText(''), 4000);
    });
    return () => {
      clearTimeout(timer);
      setAnnouncer(null);
    };
  }, []);
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {text}
    </div>
  );
}
