// Stripe's word for a payout's state, as it is shown. An open set.
import { humanise } from '../../ui/humanise.ts';

export const payoutStatusWord = (status: string): string => (status === 'canceled' ? 'Cancelled' : humanise(status));
