"""The standard datasets of Japanese municipalities: recognise, check, write as they should be.

Source: 自治体標準オープンデータセット, book A v3.09 (edition 2023), and its predecessor
推奨データセット (edition 2017), both under PDL 1.0; columns as read in real files, in `data/`.
"""
