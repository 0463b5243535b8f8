import { BarChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { Card, Text, Title } from '@mantine/core';
import type { Schemas } from '../api/client';
import { dayAndMonth, number } from '../i18n/format';
import { useTexts } from './texts';

const HEIGHT = 240;

/** Orders and notifications by day. */
export default function Charts({ data }: { data: Schemas['DashboardView'] }) {
  const t = useTexts();
  return (
    <>
      <DayChart
        title={t('ordersByDay')}
        nothing={t('noOrders')}
        days={data.ordersByDay.map(({ received, accepted, refused, cancelled, day }) => ({
          day,
          accepted,
          refused,
          cancelled,
          undecided: Math.max(0, received - accepted - refused - cancelled),
        }))}
        series={[
          { name: 'accepted', label: t('accepted'), color: 'teal.6' },
          { name: 'refused', label: t('refused'), color: 'gray.5' },
          { name: 'cancelled', label: t('cancelled'), color: 'red.6' },
          { name: 'undecided', label: t('undecided'), color: 'indigo.4' },
        ]}
      />
      <DayChart
        title={t('deliveriesByDay')}
        nothing={t('noDeliveries')}
        days={data.deliveriesByDay}
        series={[
          { name: 'delivered', label: t('delivered'), color: 'teal.6' },
          { name: 'waiting', label: t('waiting'), color: 'yellow.5' },
          { name: 'dead', label: t('dead'), color: 'red.6' },
        ]}
      />
    </>
  );
}

interface Series {
  name: string;
  label: string;
  color: string;
}

interface DayChartProps {
  title: string;
  /** Said instead of an empty chart. */
  nothing: string;
  days: Array<{ day: string }>;
  series: Series[];
}

function DayChart({ title, nothing, days, series }: DayChartProps) {
  const rows = days.map((each) => ({ ...each, day: dayAndMonth(each.day) })) as Array<Record<string, string | number>>;
  const isEmpty = rows.every((row) => series.every(({ name }) => row[name] === 0));
  return (
    <Card padding="md">
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      {isEmpty ? (
        <Text c="dimmed" size="sm">
          {nothing}
        </Text>
      ) : (
        <>
          <BarChart
            ref={outOfTheWay}
            h={HEIGHT}
            data={rows}
            dataKey="day"
            type="stacked"
            series={series}
            withLegend
            yAxisProps={{ allowDecimals: false, width: 'auto', tickFormatter: number }}
            barChartProps={{ accessibilityLayer: false }}
            aria-hidden
          />
          <FiguresRead title={title} rows={rows} series={series} />
        </>
      )}
    </Card>
  );
}

/** The browser takes the chart's layers for something to stop at with Tab, as they hear events; there is nothing to do in them. */
function outOfTheWay(chart: HTMLDivElement | null) {
  if (!chart) return;
  const pass = () =>
    chart.querySelectorAll('g:not([tabindex])').forEach((layer) => layer.setAttribute('tabindex', '-1'));
  const observer = new MutationObserver(pass);
  observer.observe(chart, { childList: true, subtree: true });
  pass();
  return () => observer.disconnect();
}

/** The same for who cannot see the chart. */
function FiguresRead({
  title,
  rows,
  series,
}: {
  title: string;
  rows: Array<Record<string, string | number>>;
  series: Series[];
}) {
  const t = useTexts();
  return (
    <table className="read-only-aloud">
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
        {rows.map((row) => (
          <tr key={row.day}>
            <th scope="row">{row.day}</th>
            {series.map(({ name }) => (
              <td key={name}>{row[name]}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
