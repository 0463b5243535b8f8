import { Card, Text, Title } from '@mantine/core';
import type { Schemas } from '../api/client';
import { dayAndMonth, number } from '../i18n/format';
import { type ColumnPart, StackedColumns } from '../shared/stacked-columns';
import classes from './charts.module.css';
import { scaleFor } from './scale';
import { useTexts } from './texts';

/** Days that have a name below their columns: on a phone there is no room for more. */
const NAMED_DAYS = 7;

/** Orders and notifications by day. */
export function Charts({ data }: { data: Schemas['DashboardView'] }) {
  const t = useTexts();
  return (
    <>
      <DayChart
        title={t('ordersByDay')}
        nothing={t('noOrders')}
        days={data.ordersByDay.map(({ received, accepted, refused, cancelled, day }) => ({
          day,
          counts: {
            accepted,
            refused,
            cancelled,
            undecided: Math.max(0, received - accepted - refused - cancelled),
          },
        }))}
        series={[
          { name: 'accepted', label: t('accepted'), color: 'var(--mantine-color-teal-6)' },
          { name: 'refused', label: t('refused'), color: 'var(--mantine-color-gray-5)' },
          { name: 'cancelled', label: t('cancelled'), color: 'var(--mantine-color-red-6)' },
          { name: 'undecided', label: t('undecided'), color: 'var(--mantine-color-indigo-4)' },
        ]}
      />
      <DayChart
        title={t('deliveriesByDay')}
        nothing={t('noDeliveries')}
        days={data.deliveriesByDay.map(({ day, ...counts }) => ({ day, counts }))}
        series={[
          { name: 'delivered', label: t('delivered'), color: 'var(--mantine-color-teal-6)' },
          { name: 'waiting', label: t('waiting'), color: 'var(--mantine-color-yellow-5)' },
          { name: 'dead', label: t('dead'), color: 'var(--mantine-color-red-6)' },
        ]}
      />
    </>
  );
}

interface Series extends ColumnPart {
  label: string;
}

interface Day {
  day: string;
  counts: Record<string, number>;
}

interface DayChartProps {
  title: string;
  /** Said instead of an empty chart. */
  nothing: string;
  days: Day[];
  series: Series[];
}

function DayChart({ title, nothing, days, series }: DayChartProps) {
  const sumOf = ({ counts }: Day) => series.reduce((sum, { name }) => sum + counts[name]!, 0);
  const greatest = Math.max(...days.map(sumOf));
  return (
    <Card padding="md">
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      {greatest === 0 ? (
        <Text c="dimmed" size="sm">
          {nothing}
        </Text>
      ) : (
        <>
          <Picture days={days} series={series} scale={scaleFor(greatest)} />
          <FiguresRead title={title} days={days} series={series} />
        </>
      )}
    </Card>
  );
}

function Picture({ days, series, scale }: { days: Day[]; series: Series[]; scale: number[] }) {
  const top = scale.at(-1)!;
  const placeOf = (count: number) => ({ bottom: `${(100 * count) / top}%` });
  const hintOf = ({ day, counts }: Day) =>
    [
      dayAndMonth(day),
      ...series.filter(({ name }) => counts[name]! > 0).map(({ name, label }) => `${label}: ${number(counts[name]!)}`),
    ].join(' · ');
  const apart = Math.ceil(days.length / NAMED_DAYS);
  return (
    <div aria-hidden>
      <div className={classes.legend}>
        {series.map(({ name, label, color }) => (
          <span key={name} className={classes.part}>
            <span className={classes.dot} style={{ background: color }} />
            {label}
          </span>
        ))}
      </div>
      <div className={classes.chart}>
        <div className={classes.scale}>
          <span className={classes.widest}>{number(top)}</span>
          {scale.map((count) => (
            <span key={count} className={classes.line} style={placeOf(count)}>
              {number(count)}
            </span>
          ))}
        </div>
        <div className={classes.plot}>
          {scale.slice(1).map((count) => (
            <div key={count} className={classes.rule} style={placeOf(count)} />
          ))}
          <div>
            <StackedColumns
              columns={days.map((each) => ({ key: each.day, hint: hintOf(each), counts: each.counts }))}
              parts={series}
              top={top}
            />
          </div>
        </div>
        <div className={classes.days}>
          {days.map(({ day }, index) => (
            <span key={day} className={classes.day}>
              {(days.length - 1 - index) % apart === 0 && dayAndMonth(day)}
            </span>
          ))}
        </div>
      </div>
    </div>
  );
}

/** The same for who cannot see the chart. */
function FiguresRead({ title, days, series }: { title: string; days: Day[]; series: Series[] }) {
  const t = useTexts();
  return (
    // Not the table itself: of one that is hidden Firefox shows the caption.
    <div className="read-only-aloud">
      <table>
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{t('day')}</th>
            {series.map(({ name, label }) => (
              <th key={name} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {days.map(({ day, counts }) => (
            <tr key={day}>
              <th scope="row">{dayAndMonth(day)}</th>
              {series.map(({ name }) => (
                <td key={name}>{counts[name]}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
