// Sentences above every screen: offline, reconnect, setup; each with its next act and the screen that has the control.
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Banner, StatusOutput } from '../../contract/status.ts';
import { useCommandOperation } from '../bridge/useCommandOperation.ts';
import { announce } from '../ui/announce.ts';
import { Button } from '../ui/Button.tsx';
import { cx } from '../ui/classNames.ts';
import { toastFailure } from '../ui/toasts.ts';
import { hrefOf } from './router.ts';
import { screenById } from './screens.ts';
import css from './Banners.module.css';

const icons = { info: Info, warning: TriangleAlert, error: CircleAlert } as const;

export function Banners({ status }: { readonly status: StatusOutput }): ReactElement | null {
  if (status.banners.length === 0) return null;
  return (
    <div className={cx(css.banners)} role="region" aria-label="What needs attention">
      {status.banners.map((banner) => (
        <BannerLine key={banner.id} banner={banner} />
      ))}
    </div>
  );
}

function BannerLine({ banner }: { readonly banner: Banner }): ReactElement {
  const Icon = icons[banner.tone];
  return (
    <div className={cx(css.banner, css[banner.tone])}>
      <Icon aria-hidden="true" />
      <p>
        <strong>{banner.sentence}</strong> {banner.nextAction}
      </p>
      {banner.id === 'OFFLINE' ? <TryNow /> : null}
      {banner.screen === null ? null : (
        <a href={hrefOf(banner.screen)} className={cx(css.link)}>
          {`Open ${screenById(banner.screen).name}`}
        </a>
      )}
    </div>
  );
}

/** Who knows that the network is back need not wait for the next try. */
function TryNow(): ReactElement {
  const sync = useCommandOperation('sync.now');
  const tryNow = async (): Promise<void> => {
    try {
      await sync.run({});
      announce('Trying to reach the network');
    } catch (thrown) {
      toastFailure('The network was not tried', thrown);
    }
  };
  return (
    <Button size="s" isPending={sync.isRunning} onPress={() => void tryNow()}>
      Try now
    </Button>
  );
}

/** The program behind the page is gone, or is another one now: said loudly, with what to do. */
export function LinkDownBanner({ isSignedOut, onRetry }: { readonly isSignedOut: boolean; readonly onRetry: () => void }): ReactElement {
  return (
    <div className={cx(css.banner, css.error)} role="alert">
      <CircleAlert aria-hidden="true" />
      <p>
        {isSignedOut ? (
          <>
            <strong>Tieout was started again, and does not know this page.</strong> Open the address that the new start printed, in this browser. What you
            see is as of before; nothing you did is lost.
          </>
        ) : (
          <>
            <strong>Tieout has stopped answering.</strong> What you see is as of before; nothing you did is lost. If it was closed, start it again and open
            the address that it prints.
          </>
        )}
      </p>
      <Button size="s" onPress={onRetry}>
        Try again
      </Button>
    </div>
  );
}
