package com.example.shop;

record Quote(String symbol, long cents, String currency, String askedBy) {}
