// SPDX-License-Identifier: GPL-3.0-or-later
// Chromium as the tests use it: Debian's, headless, with nothing outside this machine reachable.
import { chromium } from 'playwright-core';

const FLAGS = [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-background-networking',
    '--disable-component-update',
    '--no-first-run',
];

export function launch() {
    return chromium.launch({
        executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
        args: FLAGS,
    });
}

/**
 * A page of its own context, in French, where each request that would leave the machine fails and
 * is noted in `page.outside`, and each error of a script in `page.broken`.
 */
export async function openPage(browser, options = {}) {
    const context = await browser.newContext({
        locale: 'fr-FR',
        viewport: { width: 1280, height: 800 },
        ...options,
    });
    const page = await context.newPage();
    page.outside = [];
    page.broken = [];
    await context.route(/^https?:\/\/(?!127\.0\.0\.1[:/])/, (route) => {
        page.outside.push(route.request().url());
        return route.abort();
    });
    page.on('pageerror', (error) => page.broken.push(error.message));
    return page;
}

/** Opens the page at a question and waits until it is answered. */
export async function visit(page, address, question = '') {
    await page.goto(address + '/' + question);
    await page.waitForSelector('body[data-ready]', { timeout: 20000 });
}

/** Waits for an answer that was asked from the page itself. */
export async function answered(page, act) {
    await page.evaluate(() => delete document.body.dataset.answered);
    await act();
    await page.waitForSelector('body[data-answered]');
}

/** How many different colours a canvas shows: a blank one has one. */
export function coloursOf(page, selector) {
    return page.$eval(selector, (canvas) => {
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const seen = new Set();
        for (let i = 0; i < data.length; i += 4 * 7)
            seen.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
        return seen.size;
    });
}
