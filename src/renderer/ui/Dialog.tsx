// A modal dialog: heading, body, foot; focus goes in, is held, and comes back.
import { X } from 'lucide-react';
import type { ReactElement, ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { Button } from './Button.tsx';
import css from './Dialog.module.css';
import { cx } from './classNames.ts';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
  readonly isWide?: boolean;
  /** alertdialog: an act is about to be confirmed. */
  readonly role?: 'dialog' | 'alertdialog';
}

export function Dialog(props: DialogProps): ReactElement | null {
  return props.isOpen ? <OpenDialog {...props} /> : null;
}

function OpenDialog({ onClose, title, children, foot, isWide = false, role = 'dialog' }: DialogProps): ReactElement {
  return (
    <ModalOverlay isOpen onOpenChange={(open) => open || onClose()} isDismissable className={cx(css.overlay)}>
      <Modal className={cx(css.modal, isWide && css.wide)}>
        <AriaDialog role={role} className={cx(css.dialog)}>
          <div className={cx(css.head)}>
            <Heading slot="title" level={2} className={cx(css.title)}>
              {title}
            </Heading>
            <Button variant="quiet" size="s" aria-label="Close" icon={<X aria-hidden="true" />} onPress={onClose} />
          </div>
          <div className={cx(css.body)}>{children}</div>
          {foot === undefined ? null : <div className={cx(css.foot)}>{foot}</div>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

/** Beside the buttons: why the act can not be confirmed yet. */
export function DialogHint({ children }: { readonly children: string }): ReactElement {
  return <p className={cx(css.hint)}>{`${children.replace(/\.$/, '')}.`}</p>;
}
