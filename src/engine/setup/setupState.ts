// The setup checklist and the list for going live: what the program can see for itself is ticked by itself.
import type { GoLiveByHandId, SetupOutput } from '../../contract/setup.ts';
import type { EngineContext } from '../context.ts';
import { dateLabel } from '../../domain/calendar.ts';
import { storedPermissions } from '../intake/permissions.ts';
import { syncKeys } from '../intake/syncState.ts';
import { quickBooksStatus } from '../services/quickBooksStatus.ts';
import { confirmations, type Confirmations } from './confirmations.ts';
import { areWritesHeld } from './writesHeld.ts';

type Step = SetupOutput['steps'][number];
type GoLiveItem = SetupOutput['goLive'][number];

interface Known {
  readonly hasKey: boolean;
  readonly missingPermissions: readonly string[];
  readonly quickBooks: Awaited<ReturnType<typeof quickBooksStatus>>;
  readonly confirmed: Confirmations;
}

export async function setupState(context: EngineContext): Promise<SetupOutput> {
  const known: Known = {
    hasKey: context.flags.hasStripeKey,
    missingPermissions: storedPermissions(context).filter(({ access }) => access === 'missing').map(({ resource }) => resource),
    quickBooks: await quickBooksStatus(context),
    confirmed: confirmations(context),
  };
  const steps = setupSteps(known);
  return { steps, isDone: steps.every(({ isDone }) => isDone), areWritesHeld: areWritesHeld(context), goLive: goLiveItems(context, known) };
}

const blockingFinding = ({ quickBooks }: Known): string | undefined => quickBooks.setup.find(({ ok, severity }) => !ok && severity === 'error')?.sentence;

function setupSteps(known: Known): Step[] {
  const { hasKey, missingPermissions, quickBooks, confirmed } = known;
  const isConnected = quickBooks.state === 'connected';
  const blocking = blockingFinding(known);
  const by = (id: string): string | undefined => confirmed[id]?.by;
  return [
    {
      id: 'stripe',
      isDone: hasKey,
      sentence: !hasKey ? 'A restricted key lets Tieout read your account.' : missingPermissions.length === 0 ? 'Connected; the key may read everything that is mirrored.' : `Connected; the key may not read ${missingPermissions.join(', ').toLowerCase()}.`,
    },
    { id: 'quickbooks', isDone: isConnected, sentence: isConnected ? `Connected to ${quickBooks.companyName ?? 'your company'}.` : 'Sign in at Intuit and choose the company.' },
    {
      id: 'mapping',
      isDone: isConnected && quickBooks.setupCheckedAt !== null && blocking === undefined,
      sentence: !isConnected ? 'Checked once QuickBooks is connected.' : (blocking ?? (quickBooks.setupCheckedAt === null ? 'GST, numbering and accounts are not checked yet.' : 'GST, numbering and accounts are as they must be.')),
    },
    { id: 'profile', isDone: by('profile') !== undefined, sentence: by('profile') === undefined ? 'Time zone, BAS cycle and the day the books start.' : `Confirmed by ${by('profile') ?? ''}.` },
    { id: 'dry_run', isDone: by('dry_run') !== undefined, sentence: by('dry_run') === undefined ? 'What the last full month would have been; nothing is written.' : `Looked at by ${by('dry_run') ?? ''}.` },
  ];
}

const byHand: Readonly<Record<GoLiveByHandId, { readonly title: string; readonly sentence: string }>> = {
  sandbox_tried: { title: 'Tried with test keys', sentence: 'A month in Stripe’s test mode and a QuickBooks sandbox went through, with a refund and a disconnect.' },
  production_app: { title: 'Intuit app has production keys', sentence: 'Intuit’s questionnaire is answered and the production client id and secret are issued.' },
  redirect_registered: { title: 'Redirect address registered', sentence: 'The address given with --redirect-uri stands under the production keys, letter for letter.' },
  tax_agent: { title: 'Tax agent agrees', sentence: 'On the books start date, the BAS cycle, how refunds are entered and what a lost dispute does to GST.' },
  first_push_looked_at: { title: 'First push looked at in QuickBooks', sentence: 'One invoice was pushed alone, and its lines, GST, payment and clearing account were read in QuickBooks.' },
  backup_elsewhere: { title: 'A backup lies on another disk', sentence: 'A copy from the backups folder was put somewhere else, and someone knows where.' },
};

function goLiveItems(context: EngineContext, known: Known): GoLiveItem[] {
  const { hasKey, missingPermissions, quickBooks, confirmed } = known;
  const { booksStartDate } = context.profile();
  const isLive = context.config.environment === 'live';
  const blocking = blockingFinding(known);
  const seen = (id: string, title: string, isDone: boolean, sentence: string): GoLiveItem => ({ id, title, isDone, isAutomatic: true, sentence, confirmation: null });
  const vouched = (id: GoLiveByHandId): GoLiveItem => ({ id, ...byHand[id], isDone: confirmed[id] !== undefined, isAutomatic: false, confirmation: confirmed[id] ?? null });
  const backupAt = context.store.info().lastBackupAt;
  return [
    vouched('sandbox_tried'),
    vouched('production_app'),
    vouched('redirect_registered'),
    seen('live_books', 'These are the live books', isLive, isLive ? 'Live data has its own folder, database and keychain entries.' : `These are the ${context.config.environment} books; open the live company to go live.`),
    seen('live_key', 'Live Stripe key with every permission', isLive && hasKey && missingPermissions.length === 0, !hasKey ? 'No key is stored.' : missingPermissions.length > 0 ? `Missing: ${missingPermissions.join(', ')}.` : isLive ? 'The key may read everything that is mirrored.' : 'The key stored here is a test key.'),
    seen('stripe_read', 'Stripe read whole', context.store.state.sync(syncKeys.stripeAsOf) != null, 'The first read has come to its end.'),
    seen('keychain', 'Keys in the system’s keychain', context.secrets.persistence === 'system', context.secrets.persistence === 'system' ? 'They outlive a restart and lie in no file.' : 'No keychain was found: keys must be entered again after every restart.'),
    seen('production_company', 'Production company connected', quickBooks.environment === 'production' && quickBooks.state === 'connected', quickBooks.companyName === null ? 'No company is connected.' : `${quickBooks.companyName}, ${quickBooks.environment}.`),
    seen('company_setup', 'GST, numbering and accounts', quickBooks.setupCheckedAt !== null && blocking === undefined, blocking ?? (quickBooks.setupCheckedAt === null ? 'Not checked yet.' : 'Every check passed.')),
    seen('books_start', 'Books start date set', booksStartDate !== null, booksStartDate === null ? 'Without one, every old invoice is offered for QuickBooks.' : `Invoices paid before ${dateLabel(booksStartDate)} are not offered.`),
    vouched('tax_agent'),
    seen('dry_run', 'Dry run looked at', confirmed['dry_run'] !== undefined, confirmed['dry_run'] === undefined ? 'Open the setup and look at the last full month.' : `By ${confirmed['dry_run'].by}.`),
    seen('backup', 'A backup was made', backupAt !== null, backupAt === null ? 'Press Back up now under Backups.' : 'Made once a day by itself from here on.'),
    vouched('backup_elsewhere'),
    vouched('first_push_looked_at'),
  ];
}
