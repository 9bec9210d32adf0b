// Moments: when something was, told in the zone of the programme.

/** “10:42” for today, else “9 March, 17:05”; `whole` says “today 10:42”.
 *  @param {Date} moment @param {{zone:string, today:string, t:(key:string, values?:Object<string,any>) => string, whole?:boolean}} place
 *    `today` is an ISO date in the zone */
export function whenWords(moment, { zone, today, t, whole = false }) {
  const form = new Intl.DateTimeFormat("en-GB", {
    timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const part = Object.fromEntries(form.formatToParts(moment).map(({ type, value }) => [type, value]));
  const time = `${part.hour}:${part.minute}`;
  if (`${part.year}-${part.month}-${part.day}` === today) return whole ? t("dates.today_at", { time }) : time;
  return `${Number(part.day)} ${t(`dates.month_${Number(part.month)}`)}, ${time}`;
}
