import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Runs a process; its time from start to end, the most memory it had (as the system counts it, asked for every millisecond at first, later every 10), and what it printed. */
export async function measure([command, args]) {
  const start = process.hrtime.bigint();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [printed, errors] = ['', ''];
  child.stdout.on('data', (text) => { printed += text; });
  child.stderr.on('data', (text) => { errors += text; });
  let peak = 0;
  let asked = 0;
  const ask = () => {
    watch = setTimeout(ask, asked++ < 20 ? 1 : 10);
    try {
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
    } catch { /* the process is gone, or the system has no such file */ }
  };
  let watch = setTimeout(ask, 1);
  const exited = new Promise((resolve) => child.on('exit', (code) => resolve([code, Number(process.hrtime.bigint() - start) / 1e9])));
  const closed = new Promise((resolve) => child.on('close', resolve));
  const [code, seconds] = await exited;
  clearTimeout(watch);
  await closed;
  if (code !== 0) {
    // the line of a stack that names the error, if there is one
    const why = /^\S*(?:Error|Exception)\b.*/m.exec(errors)?.[0] ?? errors;
    throw new Error(`${command} ${args[0]} ended with ${code}: ${why.slice(0, 1000)}`);
  }
  return { seconds, peak, printed };
}
