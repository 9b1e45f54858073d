// SPDX-License-Identifier: GPL-3.0-or-later
// What the page costs a phone: usage: node tests/bench/bench_page.mjs URL [QUESTION]
// A processor slowed four times; for the first answer also a network of 1.6 Mbit/s with 150 ms to each
// answer, nothing cached. Then the map is dragged and zoomed: how long frames and tasks take.
import { launch, openPage } from '../browser/browser.mjs';

const RUNS = 5;
const SLOWER = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 2e5, uploadThroughput: 1e5 };
const [url, question = 'infirmier'] = process.argv.slice(2);
if (!url) {
    console.error('usage: node tests/bench/bench_page.mjs URL [QUESTION]');
    process.exit(2);
}
const asked = `${url}/?q=${encodeURIComponent(question)}`;
const middle = (all, share = 0.5) =>
    [...all].sort((a, b) => a - b)[Math.floor((all.length - 1) * share)];
const browser = await launch();

async function slowPage(network) {
    const page = await openPage(browser);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Network.enable');
    if (network) await devtools.send('Network.emulateNetworkConditions', network);
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
    return { page, devtools };
}

async function firstAnswer() {
    const { page, devtools } = await slowPage(NETWORK);
    let bytes = 0;
    let requests = 0;
    devtools.on('Network.loadingFinished', ({ encodedDataLength }) => {
        bytes += encodedDataLength;
        requests++;
    });
    const start = Date.now();
    await page.goto(asked, { waitUntil: 'commit' });
    await page.waitForSelector('#results .card');
    const took = Date.now() - start;
    await page.waitForTimeout(1000);
    await page.context().close();
    return { took, bytes, requests };
}

/** Frames and long tasks while `act` goes on. */
async function smoothness(page, act) {
    await page.evaluate(() => {
        globalThis.frames = [];
        globalThis.tasks = [0];
        new PerformanceObserver((list) => {
            for (const { duration } of list.getEntries()) globalThis.tasks.push(duration);
        }).observe({ type: 'longtask' });
        let last = performance.now();
        const frame = (now) => {
            globalThis.frames.push(now - last);
            last = now;
            requestAnimationFrame(frame);
        };
        requestAnimationFrame(frame);
    });
    await act();
    await page.waitForTimeout(600);
    return page.evaluate(() => ({
        frames: globalThis.frames,
        task: Math.max(...globalThis.tasks),
        marks: document.querySelectorAll('.leaflet-marker-icon').length,
    }));
}

async function drag(page, { x, y }) {
    for (let turn = 0; turn < 3; turn++) {
        await page.mouse.move(x, y);
        await page.mouse.down();
        for (let i = 0; i < 30; i++) await page.mouse.move(x - 6 * i, y - 3 * i);
        await page.mouse.up();
        await page.waitForTimeout(400);
    }
}

async function zoom(page, { x, y }) {
    await page.mouse.move(x, y);
    for (const turn of [300, 300, 300, -300, -300, -300, -300, -300]) {
        await page.mouse.wheel(0, turn);
        await page.waitForTimeout(700);
    }
}

const loads = [];
for (let run = 0; run < RUNS; run++) loads.push(await firstAnswer());
console.log(`loaded: ${loads[0].bytes} bytes, ${loads[0].requests} requests`);
console.log(`first answer: ${middle(loads.map(({ took }) => took))} ms (middle of ${RUNS})`);

const { page } = await slowPage(null);
await page.goto(asked);
await page.waitForSelector('#results .card');
const { x, y, width, height } = await page.locator('#map').boundingBox();
const center = { x: x + width / 2, y: y + height / 2 };
for (const [name, act] of [
    ['drag', drag],
    ['zoom', zoom],
]) {
    const { frames, task, marks } = await smoothness(page, () => act(page, center));
    const [half, most] = [0.5, 0.95].map((share) => middle(frames, share).toFixed(1));
    console.log(
        `${name}: frames of ${half} ms, 95 % within ${most}; longest task ${Math.round(task)} ms; ${marks} marks`,
    );
}
await browser.close();
