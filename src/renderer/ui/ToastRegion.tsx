// Shows the queue of toasts, bottom right, reachable by F6 and read out when they come.
import { CircleAlert, CircleCheck, X } from 'lucide-react';
import type { ReactElement } from 'react';
import {
  Text,
  UNSTABLE_Toast as Toast,
  UNSTABLE_ToastContent as ToastContentView,
  UNSTABLE_ToastRegion as AriaToastRegion,
} from 'react-aria-components';
import { Button } from './Button.tsx';
import css from './ToastRegion.module.css';
import { cx } from './classNames.ts';
import { toastQueue } from './toasts.ts';

export function ToastRegion(): ReactElement {
  return (
    <AriaToastRegion queue={toastQueue} className={cx(css.region)} aria-label="Notices">
      {({ toast }) => (
        <Toast toast={toast} className={cx(css.toast, css[toast.content.tone])}>
          {toast.content.tone === 'done' ? <CircleCheck aria-hidden="true" /> : <CircleAlert aria-hidden="true" />}
          <ToastContentView className={cx(css.content)}>
            <Text slot="title" className={cx(css.title)}>
              {toast.content.title}
            </Text>
            {toast.content.detail === undefined ? null : (
              <Text slot="description" className={cx(css.detail)}>
                {toast.content.detail}
              </Text>
            )}
          </ToastContentView>
          {toast.content.action === undefined ? null : (
            <Button
              size="s"
              onPress={() => {
                toastQueue.close(toast.key);
                toast.content.action?.onPress();
              }}
            >
              {toast.content.action.label}
            </Button>
          )}
          <Button
            slot="close"
            variant="quiet"
            size="s"
            aria-label="Close this notice"
            icon={<X aria-hidden="true" />}
          />
        </Toast>
      )}
    </AriaToastRegion>
  );
}
