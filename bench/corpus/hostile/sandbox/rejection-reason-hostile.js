// expect: harmless: nobody reads the reason, so its text is never made
Promise.reject({toString: function () { for (;;); }}); 1;
