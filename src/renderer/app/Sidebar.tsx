// The sidebar: screens in groups, a count where something waits for a hand.
import type { ReactElement } from 'react';
import type { StatusOutput } from '../../contract/status.ts';
import { cx } from '../ui/classNames.ts';
import { formatZone } from '../ui/formatDate.ts';
import { formatCount } from '../ui/formatMoney.ts';
import { hrefOf, returnTo, type ScreenId } from './router.ts';
import { screens, type Badge, type Screen } from './screens.ts';
import css from './Sidebar.module.css';

const groups = ['Owner', 'Money in', 'Books', 'Program'] as const;

export function Sidebar({
  status,
  current,
}: {
  readonly status: StatusOutput;
  readonly current: ScreenId;
}): ReactElement {
  return (
    <nav className={cx(css.sidebar)} aria-label="Screens">
      <a className={cx(css.brand)} href={hrefOf('overview')} aria-label="Tieout, to the overview">
        <svg viewBox="0 0 24 24" aria-hidden="true" className={cx(css.mark)}>
          <rect width="24" height="24" rx="6.5" fill="var(--accent-fill)" />
          <path d="M6.5 9.25h11M6.5 14.75h11" stroke="var(--on-accent)" strokeWidth="2.2" strokeLinecap="round" />
          <path d="M15.2 6 8.8 18" stroke="var(--on-accent)" strokeWidth="2.2" strokeLinecap="round" opacity="0.55" />
        </svg>
        <span className={cx(css.brandName)}>Tieout</span>
      </a>
      {groups.map((group) => (
        <div key={group} className={cx(css.group)}>
          {group === 'Owner' ? null : <p className={cx(css.groupName)}>{group}</p>}
          <ul>
            {screens
              .filter((screen) => screen.group === group && screen.isUnlisted !== true)
              .map((screen) => ({ screen, badges: (screen.badges?.(status.badges) ?? []).filter(({ count }) => count > 0) }))
              .map(({ screen, badges }) => (
                <li key={screen.id} className={cx(css.item)}>
                  <a
                    className={cx(css.entry, screen.id === current && css.current)}
                    href={returnTo(screen.id)}
                    title={screen.name}
                    {...(screen.id === current ? { 'aria-current': 'page' as const } : {})}
                  >
                    <screen.icon aria-hidden="true" />
                    <span className={cx(css.name)}>{screen.name}</span>
                    {badges[0] === undefined ? null : <MiniBadge badge={badges[0]} />}
                  </a>
                  <Badges screen={screen} badges={badges} />
                </li>
              ))}
          </ul>
        </div>
      ))}
      <p className={cx(css.foot)}>
        {`All times are ${formatZone(status.timeZone)}`}
        <br />
        {`Version ${status.version}`}
      </p>
    </nav>
  );
}

/** Links of their own: the name opens the screen as it was left, the count opens what it counts. */
function Badges({ screen, badges }: { readonly screen: Screen; readonly badges: readonly Badge[] }): ReactElement | null {
  if (badges.length === 0) return null;
  return (
    <span className={cx(css.badges)}>
      {badges.map(({ count, isUrgent, meaning, href }) => (
        <a key={href} className={cx(css.badge)} href={href} aria-label={`${screen.name}: ${meaning}`} title={`${screen.name}: ${meaning}`}>
          <span className={cx(css.count, isUrgent && css.urgent)}>{formatCount(count)}</span>
        </a>
      ))}
    </span>
  );
}

/** In the narrow bar there is no room for a second target: the count belongs to the screen's link. */
function MiniBadge({ badge }: { readonly badge: Badge }): ReactElement {
  return (
    <span className={cx(css.mini, css.count, badge.isUrgent && css.urgent)}>
      <span aria-hidden="true">{formatCount(badge.count)}</span>
      <span className="visually-hidden">{`, ${badge.meaning}`}</span>
    </span>
  );
}
